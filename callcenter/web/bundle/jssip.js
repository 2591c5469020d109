// The one module the pages import for SIP; bundled at set-up by callcenter/assets.py.
export { UA, WebSocketInterface, C, debug } from "jssip";
