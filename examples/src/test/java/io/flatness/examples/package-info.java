/** The distribution as its users have it: unzipped, and run through its launcher. */
@NullMarked
package io.flatness.examples;

import org.jspecify.annotations.NullMarked;
