/** The mathematics: loss surfaces, their operators, the architecture behind them and maps between parameters. */
@NullMarked
package io.flatness.spi.loss;

import org.jspecify.annotations.NullMarked;
