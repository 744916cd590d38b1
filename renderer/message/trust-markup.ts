/**
 * The one place that may turn text into markup: with `require-trusted-types-for 'script'` a browser takes no other
 * text for innerHTML, srcdoc or DOMParser, whichever library asks. shared/window-policy.ts names this policy.
 */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML(text: string): string },
  ): { createHTML(text: string): string }
}

// Created as the page begins: nobody else can take the name. Browsers without trusted types take the text itself.
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'mailroom-message',
  {
    createHTML: (text) => text,
  },
)

/** For a document of DOMParser, which runs nothing, and for the frame without scripts; for nothing else. */
export function trustMarkup(text: string): string {
  return policy ? policy.createHTML(text) : text
}
