/**
 * The wire shapes by the names the clients use. Every one comes from the server's own OpenAPI document;
 * none is written by hand.
 */
import type { components, paths } from "./schema.d.ts";

type Schemas = components["schemas"];

/** What a query of a GET path may say. */
type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;

export type City = Schemas["CityOut"];
export type Home = Schemas["Home"];
export type FillingFast = Schemas["FillingFast"];
export type MovieSummary = Schemas["MovieSummary"];
export type Movie = Schemas["MovieDetail"];
export type MoviePage = Schemas["MoviePage"];
export type CastMember = Schemas["CastMember"];
export type Facet = Schemas["FacetValue"];
export type ShowtimesDay = Schemas["Showtimes"];
export type TheatreShows = Schemas["TheatreShows"];
export type Theatre = Schemas["TheatreOut"];
export type TheatrePage = Schemas["Page_TheatreOut_"];
export type ShowSummary = Schemas["ShowSummary"];
export type ShowPage = Schemas["Page_ShowSummary_"];
export type Show = Schemas["ShowDetail"];
export type ShowSeats = Schemas["SeatMap"];
export type Layout = Schemas["LayoutOut"];
export type LayoutSeat = Schemas["SeatOut"];
export type ShowPrice = Schemas["ShowPriceOut"];
export type SeatPrice = Schemas["PriceOut"];
export type Hold = Schemas["HoldOut"];
export type BestSeats = Schemas["BestSeats"];
export type Quote = Schemas["QuoteOut"];
export type PriceLine = Schemas["LineOut"];
export type Booking = Schemas["BookingOut"];
export type BookingPage = Schemas["Page_BookingOut_"];
/** What is taken off a price: a promotion's code, points; null and 0 where there are none. */
export type Reductions = Readonly<Required<Pick<Schemas["QuoteRequest"], "promo" | "points">>>;
export type Points = Schemas["PointsOut"];
export type OfferedMethod = Schemas["MethodOut"];
export type BookingRequest = Schemas["BookingRequest"];
export type Payment = Schemas["PaymentOut"];
export type PaymentMethod = Schemas["PaymentMethod"];
export type PaymentResult = Schemas["PaymentStatusOut"];
export type Ticket = Schemas["TicketOut"];
export type Refund = Schemas["RefundOut"];
export type Cancellation = Schemas["CancellationOut"];
export type User = Schemas["UserOut"];
export type SignUpRequest = Schemas["SignUp"];
export type LogInRequest = Schemas["SignIn"];
export type ProfileChange = Schemas["UserChange"];
export type SignedInSession = Schemas["SessionOut"];
export type SessionAnswer = Schemas["SignedIn"];
export type ProblemBody = Schemas["Problem"];
export type FieldProblem = Schemas["FieldError"];

export type MovieSearch = Query<"/movies">;
export type ShowSearch = Query<"/shows">;
export type TheatreSearch = Query<"/theatres">;
