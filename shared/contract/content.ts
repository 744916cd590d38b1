/** Messages as people read them. Nothing of it is ever executed or loaded from elsewhere. */
import { z } from 'zod'
import { idSchema } from '../domain/id.ts'
import { LARGEST_MESSAGE_BASE64, sizesInWords } from '../mime/message-file-limit.ts'
import { base } from './collection.ts'

export const mailboxSchema = z.object({ name: z.string().nullable(), address: z.string() })
export type Mailbox = z.infer<typeof mailboxSchema>

export const headerFieldSchema = z.object({
  name: z.string(),
  /** Unfolded and decoded (RFC 2047). */
  value: z.string(),
})

/** A part of the message (RFC 2045, RFC 2046) in the order of the source. */
export const contentPartSchema = z.object({
  /** "1", "1.2" as in IMAP (RFC 9051 §6.4.5). */
  id: z.string(),
  type: z.string(),
  /** Decoded and without path; null where it has none. */
  name: z.string().nullable(),
  /** Octets after decoding; of a base64 part worked out, not decoded. */
  size: z.number().int(),
  /** Without angle brackets. */
  contentId: z.string().nullable(),
  /** multipart, text that is shown, or a file to save; inline: a picture that the HTML shows. */
  role: z.enum(['multipart', 'text', 'html', 'inline', 'attachment']),
})
export type ContentPart = z.infer<typeof contentPartSchema>

export const messageContentSchema = z.object({
  /** Octets of the source. */
  size: z.number().int(),
  headers: z.array(headerFieldSchema),
  /** The header section as it stands, at most 256 KiB. */
  rawHeaders: z.string(),
  from: z.array(mailboxSchema),
  to: z.array(mailboxSchema),
  cc: z.array(mailboxSchema),
  replyTo: z.array(mailboxSchema),
  subject: z.string(),
  /** Milliseconds since 1970; null where there is none that can be read. */
  date: z.number().nullable(),
  text: z.object({ content: z.string(), truncated: z.boolean() }).nullable(),
  html: z
    .object({
      /**
       * As it was written, for a sandboxed frame that loads nothing; pictures of the message itself as data URLs, as
       * far as they are small.
       */
      content: z.string(),
      truncated: z.boolean(),
      /** Pictures, styles and fonts from elsewhere that are not loaded, and the hosts they would tell. */
      blocked: z.object({ count: z.number().int(), hosts: z.array(z.string()) }),
    })
    .nullable(),
  parts: z.array(contentPartSchema),
  /** What is wrong with it, in words: "The last part has no end." */
  problems: z.array(z.string()),
})
export type MessageContent = z.infer<typeof messageContentSchema>

const chunk = z.object({
  base64: z.string(),
  /** Hand it back for what follows; null at the end. */
  nextOffset: z.number().int().nullable(),
})

/** Its length is looked at before anything of it is decoded. */
const messageFile = z.string().max(LARGEST_MESSAGE_BASE64, {
  error: ({ input }) => {
    const { size, most } = sizesInWords((String(input).length / 4) * 3)
    return `The message has ${size}; messages of up to ${most} can be read here. Open it in a mail program.`
  },
})

export const content = {
  /** NOT_FOUND also where the body is gone. */
  get: base
    .route({ method: 'GET', path: '/queue/{id}/content', summary: 'A message to read', tags: ['queue'] })
    .input(z.strictObject({ id: idSchema }))
    .output(messageContentSchema),
  /** A part, decoded, chunk by chunk. */
  part: base
    .route({
      method: 'GET',
      path: '/queue/{id}/parts/{part}',
      summary: 'An attachment, decoded',
      tags: ['queue'],
    })
    .input(
      z.strictObject({
        id: idSchema,
        part: z.string().regex(/^\d+(\.\d+)*$/),
        offset: z.coerce.number().int().nonnegative().default(0),
      }),
    )
    .output(chunk),
  /** The stored source, chunk by chunk, for saving it as .eml. */
  source: base
    .route({
      method: 'GET',
      path: '/queue/{id}/eml',
      summary: 'The source, chunk by chunk',
      tags: ['queue'],
    })
    .input(z.strictObject({ id: idSchema, offset: z.coerce.number().int().nonnegative().default(0) }))
    .output(chunk),
  /** A file that is not in the queue. Nothing is kept of it. */
  inspect: base
    .route({ method: 'POST', path: '/content', summary: 'Read an .eml file', tags: ['queue'] })
    .input(z.strictObject({ base64: messageFile }))
    .output(messageContentSchema),
}
