// Loaded into the desktop's engine process where it runs in plain Node: Electron's parentPort over Node's own channel.
process.parentPort = {
  on: (event, listener) => process.on(event, (data) => listener({ data, ports: [] })),
  postMessage: (message) => process.send?.(message),
}
