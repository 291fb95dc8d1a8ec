/** What a route answers. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of plain text. */
export function plain(status: number, text: string, headers: Answer['headers'] = {}): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n`, headers };
}
