package io.flatness.report;

/** Text of strangers, fit to be shown: control characters, which terminals obey, as their pictures. */
final class Printable {
    private Printable() {}

    static String text(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < 0x20) {
                shown.appendCodePoint(c == '\n' || c == '\t' ? ' ' : 0x2400 + c);
            } else if (c == 0x7f
                    || Character.getType(c) == Character.CONTROL
                    || Character.getType(c) == Character.FORMAT) {
                shown.append('\ufffd');
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
