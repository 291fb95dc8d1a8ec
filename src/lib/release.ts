import { isMarkedAsUntransferable } from 'node:worker_threads';

/**
 * Frees the memory of bytes at once that nobody looks at any more; they are empty afterwards. V8 would find out by itself, but
 * so much memory beside its heap makes it look through the whole heap every few dozen documents.
 *
 * @param bytes no view of others' bytes, such as a `subarray`.
 */
export function release(bytes: Buffer): void {
  for (const memory of memoryOf(bytes)) memory.transfer(0);
}

/** What another thread can be given of bytes instead of a copy; they are empty afterwards. Small ones are pieces of one that Node shares out. */
export function memoryOf({ buffer }: Buffer): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && !buffer.detached && !isMarkedAsUntransferable(buffer) ? [buffer] : [];
}
