import { oc } from '@orpc/contract'
import { z } from 'zod'
import { nameSchema } from '../domain/primitives.ts'
import { errors } from './errors.ts'

export const base = oc.errors(errors)
export const named = z.strictObject({ name: nameSchema })
export const nothing = z.object({})

/** List, create, replace (also under another name) and remove, the same for every named part of the configuration. */
export function collection<T extends z.ZodType>(path: `/${string}`, tag: string, schema: T) {
  return {
    list: base
      .route({ method: 'GET', path, summary: `All ${tag}, in order`, tags: [tag] })
      .output(z.array(schema)),
    create: base
      .route({ method: 'POST', path, summary: 'Add', tags: [tag] })
      .input(z.strictObject({ item: schema }))
      .output(nothing),
    update: base
      .route({ method: 'PUT', path: `${path}/{name}`, summary: 'Replace', tags: [tag] })
      .input(z.strictObject({ name: nameSchema, item: schema }))
      .output(nothing),
    remove: base
      .route({ method: 'DELETE', path: `${path}/{name}`, summary: 'Remove', tags: [tag] })
      .input(named)
      .output(nothing),
  }
}
