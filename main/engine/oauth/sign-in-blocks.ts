import type { Route } from '../../../shared/domain/route.ts'
import type { RouteBlock } from '../delivery/delivery.ts'
import type { Dispose } from '../ports.ts'

/** Which routes wait for a sign-in; one of the sources of Delivery.blocked. */
export interface SignInBlocks {
  blocked(route: Route): RouteBlock | null
  /** Hears when a sign-in began or ceased to hold a route up, or mail that it held up is due at once. */
  onChange(listener: () => void): Dispose
}
