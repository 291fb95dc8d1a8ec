import type { Modal } from './modal.ts';
import type { MessageBody } from './objects.ts';

/** What a request's body is once it is checked, by the name of its check. */
export interface Bodies {
  readonly createMessage: MessageBody;
  readonly editMessage: MessageBody;
  readonly createForumThread: {
    readonly name: string;
    readonly message: MessageBody;
    readonly applied_tags?: readonly string[] | null;
  };
  readonly createThread: { readonly name: string; readonly type?: number | null };
  readonly createWebhook: { readonly name: string };
  readonly executeWebhook: MessageBody & { readonly username?: string | null; readonly avatar_url?: string | null };
  readonly followUp: MessageBody;
  readonly editReply: MessageBody;
  readonly replyMessage: { readonly type: number; readonly data?: MessageBody | null };
  readonly replyUpdate: { readonly type: number; readonly data?: MessageBody | null };
  readonly replyChoices: { readonly data?: { readonly choices?: readonly Choice[] | null } };
  readonly replyModal: { readonly data: Modal };
  readonly openDirect: { readonly recipient_id?: string | null };
  readonly editChannel: object;
  readonly editThread: object;
}

/** What autocomplete offers. */
export interface Choice {
  readonly name: string;
  readonly value: string | number;
}
