package io.flatness.report;

import java.io.PrintWriter;
import java.util.function.UnaryOperator;

/**
 * Where text goes that a person reads.
 *
 * @param out receives it
 * @param width columns that fit
 * @param bold makes a heading stand out, or leaves it alone
 */
public record TextPage(PrintWriter out, int width, UnaryOperator<String> bold) {
    void line(String text) {
        out.println(text);
    }

    void heading(String title, String rest) {
        out.println((bold.apply(title) + "  " + rest).stripTrailing());
    }
}
