package io.flatness.core.bind;

import java.util.Locale;

/** Names as experiments write them. */
final class KebabCase {
    private KebabCase() {}

    /** {@code LEAKY_RELU} to {@code leaky-relu}. */
    static String ofConstant(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code LeakyRelu} to {@code leaky-relu}, {@code Conv2d} to {@code conv2d}, {@code MSELoss} to {@code mse-loss}. */
    static String ofType(String simpleName) {
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < simpleName.length(); i++) {
            char c = simpleName.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                boolean afterSmall = !Character.isUpperCase(simpleName.charAt(i - 1));
                boolean beforeSmall = i + 1 < simpleName.length() && Character.isLowerCase(simpleName.charAt(i + 1));
                if (afterSmall || beforeSmall) {
                    kebab.append('-');
                }
            }
            kebab.append(Character.toLowerCase(c));
        }
        return kebab.toString();
    }
}
