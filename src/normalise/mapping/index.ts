export { takesAnyProduct } from "./claims.ts";
export { createReadFurther } from "./declared-reads.ts";
export { compileTechnologies, type MappingFile, type MappingRefusal, type Technologies } from "./compile.ts";
export { isEcsField } from "./ecs-names.ts";
export type { EcsDocument } from "./document.ts";
export { createEcsView, type EcsView, type Recognition } from "./ecs-view.ts";
export { findTechnology, hintFor, type Named } from "./find-technology.ts";
export type { Technology } from "./technology.ts";
