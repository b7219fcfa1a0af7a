import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { BookingPage } from "@/features/booking/booking-page";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("booking.title"), robots: { index: false } };
}

/** One booking of whoever is signed in; only the browser can prove who that is, so it asks. */
export default async function BookingRoute({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const { id } = await params;
  if (!/^[\w-]{1,64}$/.test(id)) notFound();
  return (
    <div className="page pt-8 pb-16">
      <BookingPage key={id} bookingId={id} />
    </div>
  );
}
