/**
 * The commands that always open configurations, in one place: what opens them takes longer to load than an answer takes
 * to be read from the cache, so that it is loaded for these commands alone.
 */
export { auditCommand } from './audit';
export { checkCommand } from './check';
export { importCommand } from './import';
export { milpCommand } from './milp/command';
export { verifyCommand } from './verify';
export { widthcheckCommand } from './widthcheck';
