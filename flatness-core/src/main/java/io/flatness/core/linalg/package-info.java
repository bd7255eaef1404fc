/** Dense linear algebra on ojAlgo; the only package that imports it. */
@NullMarked
package io.flatness.core.linalg;

import org.jspecify.annotations.NullMarked;
