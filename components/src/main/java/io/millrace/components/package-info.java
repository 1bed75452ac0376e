/** The built-in components, one package per family. */
@NullMarked
package io.millrace.components;

import org.jspecify.annotations.NullMarked;
