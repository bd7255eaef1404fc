package io.flatness.networks.elementary;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Elementary functions to 50 digits. */
public final class Precise {
    /** The precision of all results. */
    public static final MathContext DIGITS = new MathContext(50, RoundingMode.HALF_EVEN);

    private static final MathContext MORE = new MathContext(80, RoundingMode.HALF_EVEN);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private Precise() {}

    /** e^x: the series of e^(x/2^k), squared k times. */
    public static BigDecimal exp(BigDecimal x) {
        int k = Math.max(0, Math.getExponent(x.doubleValue()) + 11);
        BigDecimal y = x.round(MORE).divide(TWO.pow(k), MORE);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; n < 24; n++) {
            term = term.multiply(y, MORE).divide(BigDecimal.valueOf(n), MORE);
            sum = sum.add(term, MORE);
        }
        for (int i = 0; i < k; i++) {
            sum = sum.multiply(sum, MORE);
        }
        return sum.round(DIGITS);
    }

    /** log(1 + x) for x in [0, 1]: 2 artanh(x / (2 + x)). */
    public static BigDecimal logOfOnePlus(BigDecimal x) {
        BigDecimal z = x.divide(x.add(TWO, MORE), MORE);
        BigDecimal square = z.multiply(z, MORE);
        BigDecimal power = z;
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 1; n < 180 && power.compareTo(z.movePointLeft(MORE.getPrecision())) > 0; n += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(n), MORE), MORE);
            power = power.multiply(square, MORE);
        }
        return sum.multiply(TWO, DIGITS);
    }

    /** e^(−a²/2)/√(2π). */
    public static BigDecimal density(BigDecimal a) {
        BigDecimal pi = new BigDecimal(
                "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803");
        return exp(a.multiply(a, MORE).divide(TWO, MORE).negate())
                .divide(pi.multiply(TWO).sqrt(MORE), DIGITS);
    }

    /** Φ(−a) for a ≥ 0: ½ − density · Σ a^(2n+1)/(1·3·…·(2n+1)) for small a, else the continued fraction. */
    public static BigDecimal tail(BigDecimal exact) {
        BigDecimal a = exact.round(MORE);
        if (a.doubleValue() < 5) {
            BigDecimal square = a.multiply(a, MORE);
            BigDecimal term = a;
            BigDecimal sum = a;
            for (int n = 1; n < 200 && term.compareTo(sum.movePointLeft(MORE.getPrecision())) > 0; n++) {
                term = term.multiply(square, MORE).divide(BigDecimal.valueOf(2 * n + 1), MORE);
                sum = sum.add(term, MORE);
            }
            return BigDecimal.valueOf(0.5).subtract(density(a).multiply(sum, MORE), DIGITS);
        }
        BigDecimal fraction = a;
        // n steps leave an error of about e^(−2a√(2n)) relative
        int steps = 20 + (int) (5000 / (a.doubleValue() * a.doubleValue()));
        for (int n = steps; n >= 1; n--) {
            fraction = a.add(BigDecimal.valueOf(n).divide(fraction, MORE), MORE);
        }
        return density(a).divide(fraction, DIGITS);
    }

    /** The error of a number in units of 2⁻⁵³ of the scale, which is not zero; what lies below 2⁻¹⁰⁶⁴ does not count. */
    public static double error(double actual, BigDecimal expected, BigDecimal scale) {
        double distance =
                new BigDecimal(actual).subtract(expected, DIGITS).abs().doubleValue();
        return Math.max(distance - 0x1p-1064, 0) / Math.abs(scale.doubleValue()) * 0x1p53;
    }
}
