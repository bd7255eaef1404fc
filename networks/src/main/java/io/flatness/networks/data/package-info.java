/** The data of a network problem: where samples come from and which of them are used. */
@NullMarked
package io.flatness.networks.data;

import org.jspecify.annotations.NullMarked;
