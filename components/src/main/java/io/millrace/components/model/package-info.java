/** The component that asks models, and the models that are built in. */
@NullMarked
package io.millrace.components.model;

import org.jspecify.annotations.NullMarked;
