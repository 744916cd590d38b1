/**
 * What the window's page may load and run, in the desktop and in a browser: its own files, and no inline script or
 * style. Styles that React sets go by the object model, which no policy concerns; a message's own are put on by
 * renderer/message/dress-frame.ts in a frame that inherits this policy and narrows it.
 */
export const WINDOW_POLICY: readonly string[] = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  // data: is for messages: their frame inherits this.
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  // Text becomes markup in renderer/message/trust-markup.ts only.
  "require-trusted-types-for 'script'",
  'trusted-types mailroom-message',
]
