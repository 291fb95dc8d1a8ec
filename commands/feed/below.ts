import type { Reply } from '../../src/bot/reply.ts';
import { LIMITS } from '../../src/format/limits.ts';
import type { Message } from '../../src/format/message.ts';
import { codePoints } from '../../src/lib/text.ts';

/** A post below a sentence, in one reply; a post of mere text that leaves no room for the sentence is left out. */
export function below(sentence: string, { content = '', embeds = [] }: Message): Reply {
  const both = `${sentence}\n${content}`.trim();
  return { content: codePoints(both) <= LIMITS.content ? both : sentence, embeds };
}
