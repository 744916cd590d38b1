import { WINDOW_POLICY } from '../../../shared/window-policy.ts'

/** For every answer: nothing from elsewhere, nothing inline, and in nobody's frame. */
export function securityHeaders(): Record<string, string> {
  const policy = [...WINDOW_POLICY, "manifest-src 'self'", "frame-ancestors 'none'"]
  return {
    'content-security-policy': policy.join('; '),
    // Files of the window say otherwise.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  }
}
