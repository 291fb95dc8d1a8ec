/** An error whose message is a sentence for the person who used Herald: what is wrong, and what to do next. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The database can't be written or read for a reason that passes: its message says which, and what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` that Node.js and many libraries give an error, as in `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
