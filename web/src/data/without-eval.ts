// Before any schema is made: zod would compile it by `new Function`, which the page's policy refuses.
import { config } from "zod";

config({ jitless: true });
