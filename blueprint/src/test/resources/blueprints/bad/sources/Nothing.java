public final class Nothing {}
