/** Tests of blueprints and components that are written in YAML. */
@NullMarked
package io.millrace.testfiles;

import org.jspecify.annotations.NullMarked;
