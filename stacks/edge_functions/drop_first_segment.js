// Viewer request: `/media/<key>` is the object `<key>`.
function handler(event) {
  event.request.uri = event.request.uri.replace(/^\/[^/]+/, '');
  return event.request;
}
