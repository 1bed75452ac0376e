/** Makes docs/seed.md of docs/seed.txt and of the tests of all modules. */
@NullMarked
package io.millrace.seed;

import org.jspecify.annotations.NullMarked;
