import * as z from 'zod/mini';
import { Statement } from '../resources.ts';

/** A page of an account's statements, the latest first. */
export const StatementList = z.object({ Statements: z.array(Statement) });
