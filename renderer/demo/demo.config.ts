import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'renderer/demo',
  plugins: [react(), tailwindcss()],
  build: { outDir: '../../out/demo', emptyOutDir: true, target: 'es2022', minify: false },
})
