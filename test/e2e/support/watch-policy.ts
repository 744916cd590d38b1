import { expect, type Page } from '@playwright/test'

export interface PolicyWatch {
  /** Fails with what the policy stopped so far; says too that it stops what is inline, and text that becomes markup. */
  expectNothingStopped(): Promise<void>
}

/** Chromium tells its console of all that a content security policy stops, in the page and in each of its frames. */
export function watchPolicy(page: Page): PolicyWatch {
  const stopped: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted(HTML|Script|Type)/i.test(message.text()))
      stopped.push(message.text())
  })
  return {
    async expectNothingStopped() {
      expect(stopped).toEqual([])
      const events = await page.evaluate(tryInline)
      expect(events).toEqual(['require-trusted-types-for', 'style-src-attr', 'style-src-elem'])
      await expect.poll(() => stopped.length).toBeGreaterThanOrEqual(events.length)
      stopped.length = 0
    },
  }
}

/** In the page. The directives that stopped it. */
async function tryInline(): Promise<string[]> {
  const directives: string[] = []
  const listen = (event: SecurityPolicyViolationEvent) => directives.push(event.effectiveDirective)
  document.addEventListener('securitypolicyviolation', listen)
  const element = document.createElement('p')
  document.body.append(element)
  element.setAttribute('style', 'color: red')
  const style = document.createElement('style')
  style.textContent = 'p { color: red }'
  element.append(style)
  try {
    element.innerHTML = '<b>markup</b>'
  } catch {
    // A TypeError is how trusted types say no.
  }
  await new Promise((resolve) => setTimeout(resolve))
  element.remove()
  document.removeEventListener('securitypolicyviolation', listen)
  return [...new Set(directives)].sort()
}
