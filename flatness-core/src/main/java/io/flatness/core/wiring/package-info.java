/** One Guice injector an experiment: the only package that knows Guice. */
@NullMarked
package io.flatness.core.wiring;

import org.jspecify.annotations.NullMarked;
