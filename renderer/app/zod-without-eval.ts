/**
 * To be imported before any schema is made. Zod compiles its schemas with `new Function`, and tries already while they
 * are made whether that works: the content security policy forbids both, and reports them.
 */
import { config } from 'zod'

config({ jitless: true })
