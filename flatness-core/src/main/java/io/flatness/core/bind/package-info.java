/** Binds parameters to records: the only package that uses reflection. */
@NullMarked
package io.flatness.core.bind;

import org.jspecify.annotations.NullMarked;
