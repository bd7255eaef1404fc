package io.flatness.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void numbersHaveFiveDigitsAndNoLocale() {
        assertEquals("0", Numbers.of(0));
        assertEquals("1", Numbers.of(1));
        assertEquals("-0.33333", Numbers.of(-1 / 3.0));
        assertEquals("123460", Numbers.of(123456));
        assertEquals("1.2346e6", Numbers.of(1234567));
        assertEquals("9.9e-4", Numbers.of(0.00099));
        assertEquals("1e-300", Numbers.of(1e-300));
        assertEquals("∞", Numbers.of(Double.POSITIVE_INFINITY));
        assertEquals("-∞", Numbers.of(Double.NEGATIVE_INFINITY));
        assertEquals("2.3", Numbers.shortest(2.345));
    }
}
