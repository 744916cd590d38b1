// Loaded into Mailroom by NODE_OPTIONS: at SIGUSR2 the worker that FAULT_WORKER names throws, as by a fault of its own.
import { BroadcastChannel, isMainThread, threadName } from 'node:worker_threads'

const channel = new BroadcastChannel('mailroom-faults')
channel.unref()

if (isMainThread) process.on('SIGUSR2', () => channel.postMessage('die'))
else if (threadName === process.env.FAULT_WORKER)
  channel.onmessage = () => {
    setImmediate(() => {
      throw new Error('This worker was told to die by a test.')
    })
  }
