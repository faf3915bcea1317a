// Files of a request: kept, never opened.
import { Problem } from "../contract/problem.ts";
import { AddRequestFile, RequestFile, RequestFilePath, RequestPath } from "../contract/requests.ts";
import { addFile, readRequestFile } from "../requests/index.ts";
import { withTenant } from "../store/index.ts";
import { presentFile } from "./present-request.ts";
import { askerOf, type RequestRouteDeps } from "./request-asker.ts";
import { about, answers, type Routes } from "./routes.ts";
import { FILE_BYTES, sendFile } from "./send-file.ts";

const FILES = "/v1/tenants/:tenant/requests/:request/files";
const TAG = "requests";

export const requestFileRoutes = (deps: RequestRouteDeps): Routes => async (app) => {
  app.post(FILES, { bodyLimit: FILE_BYTES, schema: { ...about(TAG, "Add a file for both sides: kept and hashed, never opened", "request:update"), params: RequestPath, body: AddRequestFile, response: answers(RequestFile) } }, (request) => {
    const { tenant, request: id } = request.params;
    const { content, ...file } = request.body;
    return withTenant(deps.state, tenant, async (db) => presentFile(await addFile(db, askerOf(deps, request, tenant), id, { ...file, bytes: Buffer.from(content, "base64") })));
  });
  app.get(`${FILES}/:file`, { schema: { ...about(TAG, "A file's bytes, to be saved", "request:read"), params: RequestFilePath, produces: ["application/octet-stream"], response: { default: Problem } } }, async (request, reply) => {
    const { tenant, request: id, file } = request.params;
    const { name, bytes } = await withTenant(deps.state, tenant, (db) => readRequestFile(db, askerOf(deps, request, tenant), id, file));
    return sendFile(reply, name, bytes);
  });
};
