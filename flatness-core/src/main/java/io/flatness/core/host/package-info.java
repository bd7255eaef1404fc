/** What the host gives to components: workers, linear algebra, random streams, input files. */
@NullMarked
package io.flatness.core.host;

import org.jspecify.annotations.NullMarked;
