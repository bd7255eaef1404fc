package io.flatness.core.spec;

import java.util.Collection;
import java.util.Locale;

/** Suggestions for misspelt names. */
public final class DidYouMean {
    private static final int SHORT = 20;

    private DidYouMean() {}

    /**
     * {@code ; did you mean x? (allowed: …)}, without the list when it is long, or only the list when nothing is near.
     */
    public static String hint(String written, Collection<String> allowed) {
        String list = allowed.isEmpty() ? "nothing is allowed here" : "allowed: " + String.join(", ", allowed);
        String nearest = "";
        int best = Math.min(written.length(), Math.max(1, written.length() / 3) + 1);
        for (String candidate : allowed) {
            int distance = distance(written.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        if (nearest.isEmpty()) {
            return "; " + list;
        }
        return "; did you mean " + nearest + "?" + (allowed.size() <= SHORT ? " (" + list + ")" : "");
    }

    /** Edits between two words: insertions, deletions, replacements and swaps of neighbours. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
