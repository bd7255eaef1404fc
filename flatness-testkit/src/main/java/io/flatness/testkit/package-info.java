/** Checks that every metric should pass: a list without a test framework, for JUnit and for {@code plugins check}. */
@NullMarked
package io.flatness.testkit;

import org.jspecify.annotations.NullMarked;
