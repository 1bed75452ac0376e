/** Tests components and graphs on the real engine. */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
