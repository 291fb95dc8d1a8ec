import { readFileSync } from 'node:fs';

/**
 * Loaded before Herald (node --import): sets the wall clock off by as many milliseconds as the file CLOCK_FILE says at the time,
 * as NTP, an operator or a night of sleep would. The monotonic clock stays as it is.
 */
const file = process.env['CLOCK_FILE'] ?? '';
const real = Date.now.bind(Date);
let offset = 0;
const look = () => {
  offset = Number(readFileSync(file, 'utf8')) || offset;
};
look();
setInterval(look, 20).unref();
Date.now = () => real() + offset;
