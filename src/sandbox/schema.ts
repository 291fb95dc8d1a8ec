import type { core, ZodMiniType } from 'zod/mini';
import type { FieldFault } from './refusal.ts';

type Issue = core.$ZodIssue;

/** What one of Discord's published schemas finds wrong with a body, in the words of Discord's answers. */
export function schemaFaults(schema: ZodMiniType, body: unknown): FieldFault[] {
  const result = schema.safeParse(body, { reportInput: true });
  return result.success ? [] : result.error.issues.flatMap((issue) => faultsOf(issue, []));
}

function faultsOf(issue: Issue, above: readonly PropertyKey[]): FieldFault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return closest(issue.errors).flatMap((inner) => faultsOf(inner, path));
  }
  return [{ path, ...wordsOf(issue) }];
}

/** The variant that was probably meant: one whose `type` fits, else the one with the fewest faults. */
function closest(variants: readonly (readonly Issue[])[]): readonly Issue[] {
  const distance = (issues: readonly Issue[]) =>
    issues.length + (issues.some(({ path }) => path.length === 1 && path[0] === 'type') ? 1000 : 0);
  return variants.toSorted((a, b) => distance(a) - distance(b))[0] ?? [];
}

function wordsOf(issue: Issue): Pick<FieldFault, 'code' | 'message'> {
  switch (issue.code) {
    case 'too_big':
      return tooBig(issue.origin, issue.maximum);
    case 'too_small':
      return issue.origin === 'number'
        ? { code: 'NUMBER_TYPE_MIN', message: `int value should be greater than or equal to ${issue.minimum}.` }
        : { code: 'BASE_TYPE_BAD_LENGTH', message: `Must be ${issue.minimum} or more in length.` };
    case 'invalid_value':
      return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of (${issue.values.map(String).join(', ')}).` };
    case 'invalid_format':
      return formatWords(issue.format);
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
        : { code: 'BASE_TYPE_BAD_TYPE', message: `Could not interpret the value as ${issue.expected}.` };
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'unrecognized_keys':
    case 'not_multiple_of':
    case 'custom':
      return { code: 'BASE_TYPE_BAD_TYPE', message: issue.message };
  }
}

function tooBig(origin: string, maximum: number | bigint): Pick<FieldFault, 'code' | 'message'> {
  if (origin === 'number') {
    return { code: 'NUMBER_TYPE_MAX', message: `int value should be less than or equal to ${maximum}.` };
  }
  return origin === 'array'
    ? { code: 'BASE_TYPE_BAD_LENGTH', message: `Must be ${maximum} or fewer in length.` }
    : { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${maximum} or fewer in length.` };
}

function formatWords(format: string): Pick<FieldFault, 'code' | 'message'> {
  if (format === 'url') return { code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' };
  if (format === 'datetime') return { code: 'DATE_TIME_TYPE_PARSE', message: 'Could not parse. Should be ISO8601.' };
  return { code: 'NUMBER_TYPE_COERCE', message: 'Value is not snowflake.' };
}
