/** The experiment file: strict YAML with positions, and what is wrong with it. */
@NullMarked
package io.flatness.core.spec;

import org.jspecify.annotations.NullMarked;
