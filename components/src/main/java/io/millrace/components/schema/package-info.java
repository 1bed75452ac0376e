/** The component that checks items against a JSON Schema. */
@NullMarked
package io.millrace.components.schema;

import org.jspecify.annotations.NullMarked;
