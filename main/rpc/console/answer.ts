import type { ServerResponse } from 'node:http'

export function answerText(response: ServerResponse, status: number, text: string): void {
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  response.writeHead(status).end(`${text}\n`)
}

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.writeHead(status).end(JSON.stringify(value))
}
