/** The command line. */
@NullMarked
package io.flatness.cli;

import org.jspecify.annotations.NullMarked;
