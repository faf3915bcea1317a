// What people look at again: searches and lists with their filters, kept with a name.
export { changeView, removeView, saveView, viewsFor } from "./saved-views.ts";
export type { SavedView } from "./saved-view.ts";
